"""From a bare Python to a running course: environment, installation, JupyterLab and the test suite."""
