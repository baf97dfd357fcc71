//! Images round trip.
