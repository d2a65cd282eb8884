"""Portraits by diffusion: the only place that imports torch, diffusers, transformers, peft, accelerate and safetensors.

A folder of verified weights goes in, finished portraits come out. Importing this package itself costs nothing; its
modules are imported by the lane's child process, never by the worker's own.
"""
