"""Services of the case company that a notebook starts on 127.0.0.1 and that end with its kernel."""
