"""Is the document whole, is it the plan itself, and does it cite and follow what it rests on?"""
