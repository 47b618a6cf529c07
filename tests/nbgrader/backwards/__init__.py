"""A kind of exercise that is no part of the course: a word is to be typed backwards."""
