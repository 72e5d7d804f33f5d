namespace Speckit.Host.Audit;

/// <summary>What an audit log looks like.</summary>
/// <param name="Lines">The lines it has.</param>
/// <param name="BreakAt">The first line (one-based) that does not follow from the one before it, or null when the chain is whole.</param>
/// <param name="End">What is known of its end.</param>
/// <param name="LinesBefore">The lines it had when last written to, or when it was first found to have lost some; zero if that is not known.</param>
public sealed record AuditState(long Lines, int? BreakAt, AuditEnd End, long LinesBefore)
{
    /// <summary>Whether nothing speaks against it.</summary>
    public bool IsWhole => BreakAt is null && End is AuditEnd.Whole or AuditEnd.NotKnown;
}

/// <summary>What is known of the end of an audit log.</summary>
public enum AuditEnd
{
    /// <summary>It goes at least as far as it did when it was last written to on this machine.</summary>
    Whole,

    /// <summary>This machine does not remember how far it went.</summary>
    NotKnown,

    /// <summary>Lines that were there are gone, or others are in their place.</summary>
    Lost,
}
