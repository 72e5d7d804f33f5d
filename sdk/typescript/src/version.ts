/** The version of this package. */
export const sdkVersion = "0.1.0";

/** The version of the protocol that it speaks. */
export const protocolVersion = 1;
