"""What do finished files hold? EPUB, HTML, PDF, ours or foreign; they are untrusted."""
