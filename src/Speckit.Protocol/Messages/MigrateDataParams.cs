namespace Speckit.Protocol.Messages;

/// <summary>Turns the plugin's own data into the form of another version: <c>migrate/data</c>.</summary>
/// <param name="From">The version it was made for.</param>
/// <param name="To">The version it is for.</param>
public sealed record MigrateDataParams(string From, string To);
