//! Hashing of words and features: multiply and rotate, no keys, the same on every machine.

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

/// Takes one more value into a running hash.
#[inline]
pub(crate) const fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(FACTOR)
}

/// The hash's best bits: the upper half of a product depends on all of its input.
#[inline]
pub(crate) const fn finish(hash: u64) -> u32 {
    (mix(hash, FACTOR) >> 32) as u32
}

/// The hash of a word, over its bytes.
#[inline]
pub(crate) const fn of_word(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut hash = bytes.len() as u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = mix(hash, bytes[at] as u64);
        at += 1;
    }
    finish(hash)
}
