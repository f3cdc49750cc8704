/** Not English, and nobody knows which (ISO 639-2, "undetermined"). */
export const undetermined = "und";
