//! Lists of numbers that own what they hold, or lie in the bytes of a file that is in memory anyway.

use std::ops::{Deref, Range};
use std::sync::Arc;
use zerocopy::{FromBytes, Immutable, KnownLayout};

/// A list of numbers, read as a slice.
#[derive(Debug, Clone)]
pub struct List<T: 'static>(Held<T>);

#[derive(Debug, Clone)]
enum Held<T: 'static> {
    Owned(Vec<T>),
    Static(&'static [T]),
    /// A part of the bytes, which is such a list: see [`List::shared`].
    Shared(Arc<Vec<u8>>, Range<usize>),
}

/// A number that lists hold; in bytes it stands with its smallest part first.
pub trait Number: FromBytes + Immutable + KnownLayout + Copy {
    /// Reads numbers from bytes, wherever they lie.
    fn copied(bytes: &[u8]) -> Vec<Self>;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Number for $number {
            fn copied(bytes: &[u8]) -> Vec<Self> {
                let (chunks, _) = bytes.as_chunks();
                chunks.iter().map(|chunk| Self::from_le_bytes(*chunk)).collect()
            }
        }
    )*};
}

numbers!(u8, u16, u32, u64, f32, f64);

/// The bytes as numbers, where they lie as this machine's numbers would.
fn in_place<T: Number>(bytes: &[u8]) -> Option<&[T]> {
    let list = <[T]>::ref_from_bytes(bytes).ok()?;
    cfg!(target_endian = "little").then_some(list)
}

impl<T: Number> List<T> {
    /// A list of its own, read from bytes.
    pub fn copied(bytes: &[u8]) -> Self {
        Self(Held::Owned(T::copied(bytes)))
    }

    /// Bytes inside the program; copied where they do not lie as this machine's numbers would.
    pub(crate) fn of_static(bytes: &'static [u8]) -> Self {
        match in_place(bytes) {
            Some(list) => Self(Held::Static(list)),
            None => Self::copied(bytes),
        }
    }

    /// A part of bytes that live as long as any list in them; copied where it does not lie as this machine's numbers would.
    pub(crate) fn shared(bytes: &Arc<Vec<u8>>, part: Range<usize>) -> Self {
        match in_place::<T>(&bytes[part.clone()]) {
            Some(_) => Self(Held::Shared(Arc::clone(bytes), part)),
            None => Self::copied(&bytes[part]),
        }
    }

    /// Whether it lies in bytes that it does not own.
    #[cfg(test)]
    pub(crate) fn is_in_place(&self) -> bool {
        !matches!(self.0, Held::Owned(_))
    }
}

impl<T: Number> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Held::Owned(list) => list,
            Held::Static(list) => list,
            Held::Shared(bytes, part) => in_place(&bytes[part.clone()]).unwrap_or_default(),
        }
    }
}

impl<T: Number + PartialEq> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(list: Vec<T>) -> Self {
        Self(Held::Owned(list))
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(numbers: I) -> Self {
        Vec::from_iter(numbers).into()
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_the_same_however_it_lies() {
        let numbers = [1.5_f64, -2.0, 1e300];
        let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        assert_eq!(*List::<f64>::copied(&bytes), numbers);
        // one of these places cannot be that of a number of eight bytes
        for shift in 0..2 {
            let shifted = Arc::new([&[0; 8][..shift], &bytes].concat());
            let list = List::<f64>::shared(&shifted, shift..shift + bytes.len());
            assert_eq!(*list, numbers, "{shift}");
        }
        let leaked: &'static [u8] = bytes.leak();
        assert_eq!(*List::<f64>::of_static(leaked), numbers);
        assert!(List::<f32>::default().is_empty());
    }
}
