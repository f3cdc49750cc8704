/** How the gateway vouches for a principal to a service: a JWT (RFC 7519) in the place of the plain principal in `principalHeader`. */

export const inwardIssuer = "paissive-gateway";

/** The claim that holds the principal. */
export const principalClaim = "principal";

/** A token is good this long. */
export const inwardSeconds = 60;
