import { Component, type ReactNode } from 'react'
import { ProblemNote } from './notes'

/** A part that fails to draw says so, and leaves the rest of the page standing. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (!error) return this.props.children
    return <ProblemNote error={error} retry={() => this.setState({ error: undefined })} />
  }
}
