"""What makes the bundle for machines without a network; nothing of the program imports it."""
