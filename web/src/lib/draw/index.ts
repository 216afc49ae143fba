export { share } from './chance'
export type * from './record'
export { verifyDraw, type Checked, type Fault, type Report } from './verify'
