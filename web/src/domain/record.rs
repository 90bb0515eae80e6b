//! A patient record as pasted by the desk.
