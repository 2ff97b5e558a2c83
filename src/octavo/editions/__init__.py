"""How does a publication become finished files? One package a format; none knows another."""
