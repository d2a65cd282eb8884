"""How fast this machine makes pictures: plain diffusers against ours, on random weights of full size.

Nothing is downloaded: configurations of the real models are data here, weights are random and nowhere zero (zeros run
13 % too fast), tokenizers are built in code. A name of WHAT goes in, figures come out. Importing this is cheap.
"""
