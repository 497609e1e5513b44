"""What the commands of cli.py share, and those that fill a file of their own."""
