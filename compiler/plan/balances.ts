/** How the terms of what is minimised are weighed against each other. */
export const BALANCES = ["fixed", "uncertainty"] as const;
export type BalanceName = (typeof BALANCES)[number];
