"""Who answers: names of bodies and their roles as printed (`mention`), and which body a name means (`roster`)."""
