using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Speckit.Manifests.Diagnostics;

/// <summary>The outcome of an operation that may fail in expected ways: a value, or the diagnostics that say why there is none.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class Result<T>
    where T : notnull
{
    private readonly T? _value;

    private Result(T? value, ImmutableArray<Diagnostic> diagnostics, bool succeeded)
    {
        _value = value;
        Diagnostics = diagnostics;
        Succeeded = succeeded;
    }

    /// <summary>Whether there is a value. A success may carry warnings.</summary>
    public bool Succeeded { get; }

    /// <summary>Errors of a failure; warnings of either.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The value of a success.</summary>
    /// <exception cref="InvalidOperationException">The operation failed.</exception>
    public T Value =>
        Succeeded
            ? _value!
            : throw new InvalidOperationException($"A failed result has no value: {string.Join("; ", Diagnostics)}");

    /// <summary>A success.</summary>
    public static Result<T> Success(T value, ImmutableArray<Diagnostic> warnings = default) =>
        new(value, warnings.IsDefault ? [] : warnings, succeeded: true);

    /// <summary>A failure.</summary>
    /// <exception cref="ArgumentException">No error is among the diagnostics.</exception>
    public static Result<T> Failure(params ImmutableArray<Diagnostic> diagnostics)
    {
        if (!diagnostics.Any(d => d.Severity == Severity.Error))
        {
            throw new ArgumentException("A failure needs at least one error.", nameof(diagnostics));
        }

        return new(default, diagnostics, succeeded: false);
    }

    /// <summary>Whether there is a value, and the value.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value)
    {
        value = _value;
        return Succeeded;
    }

    /// <summary>Passes a failure on under another value type.</summary>
    /// <exception cref="InvalidOperationException">The operation succeeded.</exception>
    public Result<TOther> Propagate<TOther>()
        where TOther : notnull =>
        Succeeded
            ? throw new InvalidOperationException("A success is not passed on as a failure.")
            : Result<TOther>.Failure(Diagnostics);

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => Success(value);

    /// <summary>A failure with one error.</summary>
    public static implicit operator Result<T>(Diagnostic error) => Failure(error);
}
