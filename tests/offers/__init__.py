"""The stage that learns and foretells, on the tiny province: no leak from the future, labels recounted, what is served."""
