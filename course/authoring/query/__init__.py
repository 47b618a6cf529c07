"""Query exercises in any language: what their authors are told, and how they are proved fair."""
