"""When: is there a day, a stage, an interval for each thing, and can it be right?"""
