//! What is asked: a figure, its parts, its rows, what separates two of them, one record, a roster.

pub mod figure;

pub mod below;

pub mod breakdown;

pub mod conceal;

pub mod reconcile;

pub mod standing;

pub mod lookup;

pub mod roster;
