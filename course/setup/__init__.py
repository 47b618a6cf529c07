"""From a bare Python to a running course: environment, installation, updates, JupyterLab and the test suite."""
