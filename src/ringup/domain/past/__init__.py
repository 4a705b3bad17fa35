"""Orders that were placed elsewhere, before this shop was."""
