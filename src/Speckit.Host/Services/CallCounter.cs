namespace Speckit.Host.Services;

/// <summary>Knows how many calls are under way.</summary>
internal sealed class CallCounter
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _none;
    private int _running;

    /// <summary>A call begins; disposing what is returned ends it.</summary>
    internal Call Begin()
    {
        lock (_lock)
        {
            _running++;
        }

        return new Call(this);
    }

    /// <summary>Done when there is none.</summary>
    internal Task WhenNoneAsync()
    {
        lock (_lock)
        {
            if (_running == 0)
            {
                return Task.CompletedTask;
            }

            _none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _none.Task;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            if (--_running == 0)
            {
                _none?.TrySetResult();
                _none = null;
            }
        }
    }

    /// <summary>One call.</summary>
    internal readonly struct Call(CallCounter owner) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => owner.End();
    }
}
