"""What stands twice, or was carried over from somewhere else?"""
