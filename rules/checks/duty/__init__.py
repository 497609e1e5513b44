"""Who: is somebody named for every task, and the right one, in text, lists and annexes?"""
