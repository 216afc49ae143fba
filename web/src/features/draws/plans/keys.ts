/** Under which the plans are kept: asked for and made anew wherever they change. */
export const PLANS = ['draw-plans']
