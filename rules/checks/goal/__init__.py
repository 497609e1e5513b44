"""What: can the goals be measured, do tasks carry them, and do they hold against the documents above?"""
