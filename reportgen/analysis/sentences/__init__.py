"""French sentences made from findings; spaces and signs are set by the caller, once."""
