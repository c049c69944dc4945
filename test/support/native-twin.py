"""native-twin.py IN OUT: the first frame of a JPEG 2000 object as an uncompressed object, decoded by OpenJPEG's own program.

Made without anything of ours, so that what DCMTK shows of it is a reference for what it cannot decode itself. Exits with 3 and one line when
OpenJPEG refuses the frame.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

import pydicom
from pydicom.encaps import generate_pixel_data_frame

source, target = sys.argv[1:3]
data_set = pydicom.dcmread(source, force=True)
frames = int(data_set.get("NumberOfFrames", 1) or 1)
code_stream = next(generate_pixel_data_frame(data_set.PixelData, frames))

with tempfile.TemporaryDirectory() as folder:
    packed = Path(folder) / ("frame.jp2" if code_stream[4:8] == b"jP  " else "frame.j2k")
    plain = Path(folder) / "frame.rawl"
    packed.write_bytes(code_stream)
    run = subprocess.run(["opj_decompress", "-i", str(packed), "-o", str(plain)], capture_output=True, text=True)
    if run.returncode != 0 or not plain.exists():
        print(next((line for line in (run.stderr + run.stdout).splitlines() if "ERROR" in line), "OpenJPEG refuses the frame"))
        sys.exit(3)
    samples = plain.read_bytes()

data_set.PixelData = samples + b"\0" * (len(samples) % 2)
data_set["PixelData"].VR = "OW" if data_set.BitsAllocated > 8 else "OB"
data_set["PixelData"].is_undefined_length = False
if data_set.SamplesPerPixel > 1:
    data_set.PlanarConfiguration = 1
    if data_set.PhotometricInterpretation in ("YBR_RCT", "YBR_ICT"):
        data_set.PhotometricInterpretation = "RGB"
if "NumberOfFrames" in data_set:
    data_set.NumberOfFrames = 1
data_set.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
data_set.is_little_endian, data_set.is_implicit_VR = True, False
data_set.save_as(target, write_like_original=False)
