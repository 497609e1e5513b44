"""What somebody is told to do, in running text (`text`), in annexed tables (`table`) and by stages (`stage`)."""
