"""Autoencoders that shrink a picture eight times, as the real ones do, with a handful of channels."""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false
# diffusers annotates tuples as of one member.
# pyright: reportArgumentType=false

from diffusers import AutoencoderKL, AutoencoderKLFlux2, AutoencoderKLQwenImage

from tests.tiny.weights import enliven

_FOUR_DOWN = ("DownEncoderBlock2D",) * 4
_FOUR_UP = ("UpDecoderBlock2D",) * 4


def flux_vae(seed: int) -> AutoencoderKL:
    """FLUX.1's, also Z-Image's (16 latent channels in truth): shifted and scaled, no quant convolutions."""
    return _flux_vae(seed, (8, 8, 8, 8), latent_channels=4, attention=True)


def big_picture_vae(seed: int) -> AutoencoderKL:
    """FLUX.1's for LongCat, which always makes a million pixels: thinner, no attention, and its 16 latent channels."""
    return _flux_vae(seed, (4, 4, 8, 8), latent_channels=16, attention=False)


def _flux_vae(seed: int, channels: tuple[int, ...], latent_channels: int, attention: bool) -> AutoencoderKL:
    return enliven(
        AutoencoderKL(
            down_block_types=_FOUR_DOWN,
            up_block_types=_FOUR_UP,
            block_out_channels=channels,
            norm_num_groups=4,
            latent_channels=latent_channels,
            sample_size=64,
            scaling_factor=0.3611,
            shift_factor=0.1159,
            use_quant_conv=False,
            use_post_quant_conv=False,
            mid_block_add_attention=attention,
        ),
        seed,
    )


def stable_diffusion_vae(seed: int, scaling_factor: float, force_upcast: bool) -> AutoencoderKL:
    """That of SD 1.5 (0.18215) and of SDXL (0.13025, which overflows in half precision and says so)."""
    return enliven(
        AutoencoderKL(
            down_block_types=_FOUR_DOWN,
            up_block_types=_FOUR_UP,
            block_out_channels=(8, 8, 8, 8),
            norm_num_groups=4,
            latent_channels=4,
            sample_size=64,
            scaling_factor=scaling_factor,
            force_upcast=force_upcast,
        ),
        seed,
    )


def flux2_vae(seed: int) -> AutoencoderKLFlux2:
    """FLUX.2's: latents are cut into 2 x 2 patches and batch-normed; 4 channels instead of 32."""
    return enliven(
        AutoencoderKLFlux2(
            block_out_channels=(8, 8, 8, 8), layers_per_block=1, latent_channels=4, norm_num_groups=4, sample_size=64
        ),
        seed,
    )


def qwen_image_vae(seed: int) -> AutoencoderKLQwenImage:
    """Qwen-Image's, made for films of one frame; 4 channels instead of 16, each with its own mean and deviation.

    Its pipeline encodes every reference at a million pixels, so the encoder has no residual blocks but the middle ones.
    """
    return enliven(
        AutoencoderKLQwenImage(
            base_dim=4,
            z_dim=4,
            dim_mult=[1, 1, 1, 1],
            num_res_blocks=0,
            latents_mean=[-0.3, 0.2, 0.1, -0.1],
            latents_std=[1.2, 0.8, 1.1, 0.9],
        ),
        seed,
    )
