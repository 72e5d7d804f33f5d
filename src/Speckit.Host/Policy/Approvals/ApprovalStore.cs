using System.Collections.Immutable;
using Speckit.Host.Policy.Model;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;
using Speckit.Packaging.Signing;

namespace Speckit.Host.Policy.Approvals;

/// <summary>The requests of a project and the answers beside them, in <c>.specify/approvals</c>: made to be committed, so that an
/// administrator can answer from another machine.</summary>
/// <param name="project">The project.</param>
public sealed class ApprovalStore(ProjectLayout project)
{
    private const string RequestSuffix = ".json";
    private const string ApprovalSuffix = ".approval.json";
    private const string DenialSuffix = ".denied.json";
    private const int MaxBytes = DsseEnvelope.MaxBytes;

    private string Folder => project.ApprovalsDirectory;

    /// <summary>Writes a request, unless the same wish is there already.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Ask(ApprovalRequest request)
    {
        Directory.CreateDirectory(Folder);
        AtomicFile.Create(FileOf(request, RequestSuffix), ApprovalJson.Write(request));
    }

    /// <summary>Whether the wish was written.</summary>
    public bool IsAsked(ApprovalRequest request) => File.Exists(FileOf(request, RequestSuffix));

    /// <summary>Every request, sorted by file name, with a warning for each file that is none.</summary>
    public (ImmutableArray<AnsweredRequest> Requests, ImmutableArray<Diagnostic> Warnings) List()
    {
        var found = ImmutableArray.CreateBuilder<AnsweredRequest>();
        var warnings = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var file in RequestFiles())
        {
            var read = ReadRequest(file);
            if (read.TryGet(out var request))
            {
                found.Add(Answered(request));
            }
            else
            {
                warnings.AddRange(read.Diagnostics.Select(d => d with { Severity = Severity.Warning }));
            }
        }

        return (found.ToImmutable(), warnings.ToImmutable());
    }

    /// <summary>The approvals that have not ended and were not taken back.</summary>
    public ImmutableArray<Approval> Current(DateTimeOffset now) =>
        [
            .. List()
                .Requests.Where(r => r.Denial is null)
                .Select(r => r.Approval)
                .OfType<Approval>()
                .Where(a => a.IsCurrent(now)),
        ];

    /// <summary>Reads one request. Its name is made of what it says: a request that was edited does not have its name any more.</summary>
    /// <param name="file">Its path, absolute.</param>
    public static Result<ApprovalRequest> ReadRequest(string file)
    {
        var read = ReadBytes(file);
        if (!read.TryGet(out var bytes))
        {
            return read.Propagate<ApprovalRequest>();
        }

        var name = Path.GetFileName(file);
        return ApprovalJson.ReadRequest(bytes) is { } request && name == request.Id + RequestSuffix
            ? request
            : PolicyDiagnostics.RequestInvalid.Error(
                $"'{name}' is not an approval request, or not the one that its name says.",
                "restore it from version control, or remove it and run the command that asked again",
                new SourceLocation(file, 1, 1)
            );
    }

    /// <summary>The answers to a request.</summary>
    public AnsweredRequest Answered(ApprovalRequest request)
    {
        var (approval, problem) = ReadApproval(request);
        return new AnsweredRequest(request, approval, ReadDenial(request), problem);
    }

    /// <summary>Signs a request. An earlier denial is taken back.</summary>
    /// <returns>The approval's file, relative to the project's root.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string Approve(ApprovalRequest request, Approval approval, SigningKey key)
    {
        Directory.CreateDirectory(Folder);
        AtomicFile.Write(FileOf(request, ApprovalSuffix), ApprovalEnvelope.Sign(approval, key));
        File.Delete(FileOf(request, DenialSuffix));
        return DisplayPath(request, ApprovalSuffix);
    }

    /// <summary>Denies a request. An earlier approval is taken back.</summary>
    /// <returns>The denial's file, relative to the project's root.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string Deny(ApprovalRequest request, Denial denial)
    {
        Directory.CreateDirectory(Folder);
        AtomicFile.Write(FileOf(request, DenialSuffix), ApprovalJson.Write(denial));
        File.Delete(FileOf(request, ApprovalSuffix));
        return DisplayPath(request, DenialSuffix);
    }

    /// <summary>A request's file, relative to the project's root.</summary>
    public static string DisplayPath(ApprovalRequest request) => DisplayPath(request, RequestSuffix);

    private IEnumerable<string> RequestFiles() =>
        Directory.Exists(Folder)
            ? Directory
                .EnumerateFiles(Folder, "*" + RequestSuffix)
                .Where(f =>
                    !f.EndsWith(ApprovalSuffix, StringComparison.Ordinal)
                    && !f.EndsWith(DenialSuffix, StringComparison.Ordinal)
                    && Path.GetFileName(f)[0] != '.'
                )
                .Order(StringComparer.Ordinal)
            : [];

    private (Approval? Approval, Diagnostic? Problem) ReadApproval(ApprovalRequest request)
    {
        var file = FileOf(request, ApprovalSuffix);
        if (!Path.Exists(file))
        {
            return (null, null);
        }

        var name = DisplayPath(request, ApprovalSuffix);
        var read = ReadBytes(file);
        var verified = read.TryGet(out var bytes) ? ApprovalEnvelope.Verify(name, bytes) : read.Propagate<Approval>();
        if (!verified.TryGet(out var approval))
        {
            return (null, verified.Diagnostics[0]);
        }

        return
            approval.Plugin == request.Plugin.ToString()
            && approval.Version == request.Version
            && approval.Tree == request.Tree
            ? (approval, null)
            : (
                null,
                PolicyDiagnostics.ApprovalInvalid.Error(
                    $"The approval '{name}' does not count: it is for {approval.Plugin} {approval.Version} with other files.",
                    "have the request approved again"
                )
            );
    }

    /// <summary>A denial that cannot be read still says no.</summary>
    private Denial? ReadDenial(ApprovalRequest request)
    {
        var file = FileOf(request, DenialSuffix);
        if (!Path.Exists(file))
        {
            return null;
        }

        return (ReadBytes(file).TryGet(out var bytes) ? ApprovalJson.ReadDenial(bytes) : null)
            ?? new Denial("somebody", DateTimeOffset.UnixEpoch, "the denial's file cannot be read");
    }

    private static Result<byte[]> ReadBytes(string file)
    {
        try
        {
            return PlainFile.ReadAll(file, MaxBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HostDiagnostics.FileSystem.Error($"cannot read '{file}': {e.Message}");
        }
    }

    private string FileOf(ApprovalRequest request, string suffix) => Path.Combine(Folder, request.Id + suffix);

    private static string DisplayPath(ApprovalRequest request, string suffix) =>
        $"{ProjectLayout.DirectoryName}/approvals/{request.Id}{suffix}";
}
