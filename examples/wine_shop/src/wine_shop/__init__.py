"""What a wine shop adds to Ringup."""
