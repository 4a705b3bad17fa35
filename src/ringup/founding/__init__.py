"""What every shop begins with: its name, its admin, and the countries of the world."""
