namespace Speckit.Registry.Client.Http;

/// <summary>A response body that is neither endless nor endlessly slow.</summary>
internal sealed class BoundedBody(RegistryClientLimits limits, TimeProvider time)
{
    /// <summary>Copies a body.</summary>
    /// <param name="take">Is given each piece; the piece is reused afterwards.</param>
    /// <param name="most">The most bytes taken.</param>
    /// <returns>How many bytes came; one more than <paramref name="most"/> stands for too many.</returns>
    /// <exception cref="SlowBodyException">It was silent or too slow.</exception>
    public async Task<long> CopyAsync(
        Stream body,
        Func<ReadOnlyMemory<byte>, ValueTask> take,
        long most,
        CancellationToken cancellationToken
    )
    {
        var start = time.GetTimestamp();
        var buffer = new byte[1 << 16];
        long total = 0;
        while (await ReadAsync(body, buffer, cancellationToken) is var read and > 0)
        {
            if (total + read > most)
            {
                return most + 1;
            }

            total += read;
            await take(buffer.AsMemory(0, read));
            CheckSpeed(total, time.GetElapsedTime(start));
        }

        return total;
    }

    /// <summary>Reads a body into memory; null when it is larger than that.</summary>
    public async Task<byte[]?> ReadAllAsync(Stream body, int most, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        var total = await CopyAsync(
            body,
            piece =>
            {
                memory.Write(piece.Span);
                return ValueTask.CompletedTask;
            },
            most,
            cancellationToken
        );
        return total > most ? null : memory.ToArray();
    }

    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        using var idle = new CancellationTokenSource(limits.IdleTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellationToken);
        try
        {
            return await body.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException)
            when (idle.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SlowBodyException($"sent nothing for {limits.IdleTimeout.TotalSeconds:0.#} s");
        }
    }

    private void CheckSpeed(long total, TimeSpan elapsed)
    {
        if (elapsed > limits.SlowGrace && total < limits.MinimumBytesPerSecond * elapsed.TotalSeconds)
        {
            throw new SlowBodyException(
                FormattableString.Invariant(
                    $"sends {total / elapsed.TotalSeconds:0} bytes a second, less than {limits.MinimumBytesPerSecond:0}"
                )
            );
        }
    }
}

/// <summary>A body came too slowly.</summary>
internal sealed class SlowBodyException(string message) : IOException(message);
