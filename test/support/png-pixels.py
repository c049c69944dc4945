"""Reads a PNG with GdkPixbuf and writes "WIDTH HEIGHT CHANNELS" and then its pixels, row by row without padding, 8 bits a channel.

usage: png-pixels.py FILE
"""
import sys

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf  # noqa: E402

picture = GdkPixbuf.Pixbuf.new_from_file(sys.argv[1])
width, height, channels, stride = picture.get_width(), picture.get_height(), picture.get_n_channels(), picture.get_rowstride()
pixels = bytes(picture.get_pixels())
sys.stdout.buffer.write(f"{width} {height} {channels}\n".encode())
for row in range(height):
    sys.stdout.buffer.write(pixels[row * stride : row * stride + width * channels])
