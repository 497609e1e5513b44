"""What stands twice: passages that two clauses share (`pair`), who was first and how much is copied (`copying`).

On the way: all letters in one row (`letters`), words that everybody uses (`boilerplate`), clauses that may share
something (`candidates`), the runs of letters that they share (`runs`), and what rows of numbers can be asked (`rows`).
"""
