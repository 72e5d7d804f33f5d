namespace Speckit.Protocol;

/// <summary>Writes whole lines, one after the other.</summary>
internal sealed class LineWriter : IDisposable
{
    private readonly Stream _output;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationToken _lifetime;

    public LineWriter(Stream output, CancellationToken lifetime)
    {
        _output = output;
        _lifetime = lifetime;
    }

    /// <summary>Writes a line. The token ends the wait for the turn, never a line half way.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _output.WriteAsync(line, _lifetime);
            await _output.FlushAsync(_lifetime);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
