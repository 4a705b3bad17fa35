"""What ``ringup doctor`` is made of: how it tells what it finds, and the gateway's books."""
