"""How much: do the figures of text and tables come out of one another?"""
