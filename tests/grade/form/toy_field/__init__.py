"""A kind of field that another distribution adds: shares of a whole. Nothing under course knows of it."""
