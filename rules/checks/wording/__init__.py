"""Is it written right, and does the plan say what its words mean and follow up what it announces?"""
