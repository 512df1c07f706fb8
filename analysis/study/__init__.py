"""What a sweep says: means with intervals, sensitivity, causes, tipping points, frontiers."""
