"""Does the plan say the same wherever it speaks of one thing?"""
