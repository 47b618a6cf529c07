"""A build backend that needs no download: an editable install of the folder it runs in, for tests of the set-up."""

import os
import zipfile


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    """Write a wheel that holds one path file."""
    project = "technical_product_manager_course-0.1.0"
    info = f"{project}.dist-info"
    name = f"{project}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr("course.pth", os.getcwd())
        wheel.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: technical-product-manager-course\nVersion: 0.1.0\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return name
