"""What a sweep is: scenarios, factors, points and seeds, read and checked before anything begins."""
