"""Lists and look-ups: searches turned into SQL, and the rows into records, a page at a time."""
