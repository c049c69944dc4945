// A screen that breaks does not take the window with it: it says so and can be opened again; transfers and the inbox go on behind it.
import { CircleAlert } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';

interface ErrorBoundaryProps {
  /** 'Search', 'The window' */
  readonly what: string;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly problem: string | null;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { problem: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { problem: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { what, children } = this.props;
    if (this.state.problem === null) return children;
    return (
      <EmptyState
        icon={CircleAlert}
        title={`${what} could not be drawn`}
        actions={
          <Button tone="primary" onClick={() => this.setState({ problem: null })}>
            Open again
          </Button>
        }
      >
        <p>What is being sent and received goes on. This is a mistake of Gantry’s; please report it.</p>
        <code className="mono" data-selectable>
          {this.state.problem}
        </code>
      </EmptyState>
    );
  }
}
