"""What other packages bring along: found by their entry points, checked, and put into the tables.

That happens once, before anything is served; to import a package puts nothing anywhere.
"""
